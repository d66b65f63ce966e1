"""Archive desk: an archive, ready to be seen at any moment, however many entries it keeps."""
