"""온라인 상담센터: questions, answers within their time, what is published of them."""
