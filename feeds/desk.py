"""The conductor: sources become documents, drafts, entries, claims, a store, a Snapshot."""
