"""The catalogue of translations: French in the source, English in `locale/en`.

`python -m deploy.catalogue update` after strings have changed, then translate what is empty;
`check` says what is missing; `compile` writes what Django reads. No gettext on the machine is
needed: Babel reads and writes, Django itself says what is translatable in a template.
"""
