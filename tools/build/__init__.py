"""The build: notebooks are executed into the cache, pages are made, and the site is published."""
