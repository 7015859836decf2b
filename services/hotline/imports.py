"""The list of work orders as the city's platform gives it out."""

from services.workbooks import books

BOOKS = (books.opening("hotline_order", identity=("detail.order_number",), checks=False),)
