"""The exercises of the chapters: a module for each chapter, with ``EXERCISES`` by their names."""
