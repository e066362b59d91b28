from marts.mart_figure_comparison where comparison_key = $group
