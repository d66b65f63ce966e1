"""The conductor: source -> document -> Draft -> Entry -> tag -> claims -> store -> tally -> Snapshot."""
