"""A release: site, learner copies, wheel, and their checksums."""
