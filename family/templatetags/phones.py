"""`{{ adult.mobile|phone }}`: a telephone number as France writes it."""

from django import template

from family.phones import shown_phone

register = template.Library()
register.filter("phone", shown_phone)
