"""신고확인증 and official letters: what they say, their papers, and the page on which anybody verifies them."""
