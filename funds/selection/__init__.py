"""Selection: from a programme's call to who holds what. Ground of grants and pilots; it imports neither."""
