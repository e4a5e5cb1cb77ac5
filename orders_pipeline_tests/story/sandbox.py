"""`python -m orders_pipeline_tests.story.sandbox`: the sandbox with the planted credentials."""

from orders_pipeline_tests.story.planted import plant

if __name__ == "__main__":
    plant()
    from orders_pipeline.sandbox.__main__ import main

    main()
