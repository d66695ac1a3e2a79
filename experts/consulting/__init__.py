"""일반·심화 컨설팅: the request, the choice of an expert, the work on it until it is closed."""
