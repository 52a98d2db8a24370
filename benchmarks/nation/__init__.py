"""A generated nation: 305,335 organisations and 5.6 million people; or one province, or one city of it."""
