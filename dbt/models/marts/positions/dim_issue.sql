select issue, label, description from {{ ref('stg_issues') }}
