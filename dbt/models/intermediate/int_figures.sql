{{ config(materialized='view') }}

{{ corrected_figures() }}
