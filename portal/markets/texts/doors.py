"""The doors of the texts: news and files for everybody, the desk of the officers. Importing it makes their views known."""

from portal.markets.texts import desk, file_pages, guide_desk, link_desk
from portal.markets.texts import news_desk as post_desk
from portal.markets.texts import pages as news_pages

BLUEPRINTS = (news_pages.bp, file_pages.bp, desk.bp)
VIEWS = (guide_desk, link_desk, post_desk)
