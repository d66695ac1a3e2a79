"""일반·심화 컨설팅: the request, who is asked for it, the work on it until it is closed."""
