"""The city's list of work orders; an order is known by its number."""

from services.workbooks import books

BOOKS = (books.opening("hotline_order", identity=("detail.order_number",), checks=False),)
