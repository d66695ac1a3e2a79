"""The doors of the texts: news and files for everybody, the desk of the officers. Importing it makes their views known."""

from portal.markets.texts import desk, file_pages, guide_desk, link_desk, news_desk, pages

BLUEPRINTS = (pages.bp, file_pages.bp, desk.bp)
VIEWS = (guide_desk, link_desk, news_desk)
