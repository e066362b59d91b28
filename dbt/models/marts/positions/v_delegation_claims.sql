{{ config(materialized='view') }}

{{ delegation_claims() }}
