import pytest

# The promises are imported by each platform's tests; their asserts shall explain themselves all the same.
pytest.register_assert_rewrite("tests.adapters.contract")
