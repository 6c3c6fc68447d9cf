"""A release: site, PDF, learner copies, wheel, and their checksums."""
