"""Accounts, batches, payments, holds, and the bank's result files."""

from services.payments.models.account import Account, ProviderAccount
from services.payments.models.batch import Batch, ResultFile
from services.payments.models.payment import Hold, Payment

__all__ = ["Account", "Batch", "Hold", "Payment", "ProviderAccount", "ResultFile"]
