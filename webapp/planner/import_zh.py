"""What imports say, in Chinese: a sentence for every code of ``geo.imports.words``."""

from __future__ import annotations

from collections.abc import Mapping

ZH: Mapping[str, str] = {
    # --- any file
    "empty_file": "文件是空的。",
    "too_large": "文件有 {bytes} 字节，最多允许 {allowed} 字节。",
    "unknown_kind": "这是{found}；可用的有 CSV、TXT、XLSX、GeoJSON、"
    "GeoPackage 和打包成 zip 的 Shapefile。",
    "virtual_file": "这是{found}，它指向别的文件或地址；请直接提供数据：CSV、XLSX、GeoJSON、"
    "GeoPackage 或打包成 "
    "zip 的 Shapefile。",
    "too_many_columns": "共有 {columns} 列，最多允许 {allowed} 列。",
    "too_many_rows": "超过 {allowed} 行，请把文件分开导入。",
    "too_many_cells": "{rows} 行 × {columns} 列，最多允许 {allowed} 个单元格。请去掉不需要的列。",
    "no_rows": "表头之下没有数据行。",
    "unknown_choice": "没有{what}“{value}”；可选：{allowed}。",
    # --- the process that reads
    "out_of_time": "读取超过 {seconds} 秒，须在此时间内读完。请减少行数，或简化图形。",
    "out_of_memory": "读取所需内存超过允许的 {mebibytes} MiB。",
    "reader_crashed": "读取程序在此文件上中断（{how}）：文件已损坏，或被人动过手脚。"
    "请用原来的软件重新保存。",
    "answer_too_large": "文件内容超过允许的 {allowed} 字节。",
    "cancelled": "导入已取消。",
    # --- text
    "undecodable": "文本不是 {encodings}：第 {line} 行的字节 {byte} 都不符合。请指明编码，"
    "或另存为 UTF-8。",
    "mixed_encodings": "文本到第 {last} 行为止是 {encoding}，从第 {line} 行起是别的编码。"
    "请统一编码后重新保存；或选定一种编码，不符的行将略去。",
    "utf16": "文本是 UTF-16 编码。请另存为“CSV UTF-8”再上传。",
    "encoding_unclear": "文本不是 UTF-8；按 GB18030 读，只有 {share} % 的字是常用汉字，"
    "多半是别的编码。请指明编码"
    "（可选：{allowed}），或另存为 UTF-8。",
    "nul_byte": "第 {line} 行有 NUL 字节，文本里不该有；同一单元格里它后面的内容会丢失。"
    "请重新另存为 UTF-8 的 CSV。",
    "unclosed_quote": "第 {row} 行的引号没有闭合：“{value}”。文件余下部分会变成一个单元格。",
    "bad_quote": "第 {row} 行闭合引号之后还有文字（{detail}）。单元格内的引号须写两遍。",
    "long_line": "第 {line} 行有 {chars} 个字符，最多允许 {allowed} 个。多半是引号没有闭合。",
    "long_cell": "第 {row} 行有单元格超过允许的 {allowed} 个字符。多半是引号没有闭合。",
    # --- archives
    "bad_zip": "压缩包（zip 或工作簿）已损坏、不完整，或压缩方式无法读取；请重新发送或另存再试。",
    "too_many_members": "压缩包里有 {members} 个文件，最多允许 {allowed} 个。",
    "unpacks_too_large": "压缩包解开后有 {bytes} 字节，最多允许 {allowed} 字节。",
    "zip_bomb": "“{member}”解开后是原来的 {ratio} 倍，最多允许 {allowed} 倍。",
    "member_path": "压缩包里有指向包外的文件：“{member}”。",
    "member_link": "压缩包里有链接“{member}”，只允许文件。",
    "member_encrypted": "“{member}”已加密，请不设密码重新保存。",
    "member_nested": "“{member}”是压缩包里的压缩包，请直接提供其中的文件。",
    "member_twice": "压缩包里有两个“{member}”。",
    # --- workbooks
    "old_excel": "这是旧式 Excel 文件（.xls）或设了密码，请另存为不带密码的 .xlsx。",
    "bad_workbook": "工作簿无法读取（{detail}）。",
    "no_sheet": "工作簿里没有含单元格的工作表。",
    # --- shapefiles
    "zip_without_shapefile": "压缩包里没有 .shp，只有：{members}。",
    "several_shapefiles": "压缩包里有 {count} 个 Shapefile（{members}），只允许一个。",
    "shapefile_part_missing": "“{member}”旁边缺少 {missing}；Shapefile 由 .shp、.shx、"
    ".dbf 共同组成。",
    "foreign_member": "压缩包里的“{member}”不属于任何 Shapefile；允许的扩展名：{allowed}。",
    "bad_dbf": "属性表（.dbf）已损坏（{detail}）。",
    # --- GeoJSON, GeoPackage
    "not_json": "开头像 JSON，但不是：{detail}，第 {line} 行。",
    "not_geojson": "这是 JSON，但不是 GeoJSON：{detail}；可用的有 FeatureCollection、"
    "Feature 或几何图形。",
    "duplicate_key": "同一对象里键“{key}”出现两次，其中一个会丢失。",
    "too_deep": "对象嵌套超过 {allowed} 层。",
    "crs_link": "成员“crs”链接到“{value}”；导入时不会去问别处。请写明坐标系名称，或去掉该成员。",
    "bad_crs_member": "成员“crs”是“{value}”；应为坐标系名称，如 urn:ogc:def:crs:EPSG::4490。",
    "not_geopackage": "这是数据库，但不是 GeoPackage（{detail}）。",
    "damaged_database": "GeoPackage 已损坏：{detail}。",
    "view_layer": "“{layer}”是视图，其中可以有任何计算；只允许表：{allowed}。",
    "no_layer": "GeoPackage 里没有带位置的表，只有：{found}。",
    "bad_layer": "图层无法读取（{detail}）。",
    "too_many_vertices": "图形共有 {vertices} 个顶点，最多允许 {allowed} 个。请先简化。",
    # --- typed coordinates
    "bad_coordinates": "“{value}”不是一对坐标；"
    "请写成如 121.4737,31.2304 或 31°13′49.4″N 121°28′25.3″E。",
    "unclear_coordinates": "“{value}”里看不出哪个是经度、哪个是纬度，请用 E 和 N 标明。",
    # --- what is asked
    "coordinates_needed": "看不出哪些列是坐标，请选择。现有的列：{columns}。",
    "datum_needed": "文件没有写明坐标所用的基准，请选择：{allowed}。",
    "unsupported_crs": "坐标系是 {name}，没有到 WGS-84 的精确换算；可用 WGS-84、GCJ-02、BD-09、"
    "CGCS2000 及"
    "以 WGS-84 或 CGCS2000 为基准的坐标系。请先转换。",
    # --- rows
    "missing_coordinate": "缺少{axis}",
    "missing_geometry": "没有位置",
    "not_a_number": "{axis}“{value}”不是数",
    "not_a_place": "“{value}”不是一对坐标",
    "non_finite": "{axis}“{value}”不是有限的数",
    "swapped": "经度与纬度写反了（{x}, {y}）",
    "swapped_metres": "东坐标与北坐标写反了（{x}, {y}）",
    "out_of_range": "（{x}, {y}）超出 {datum} 的范围",
    "zone_mismatch": "东坐标 {x} 属于第 {found} 带，而不是第 {zone} 带",
    "outside": "位于 {lon}, {lat}（WGS-84），不在任何一个城市内：{cities}",
    "elsewhere": "位于 {lon}, {lat}（WGS-84），在另一个城市：{cities}；本项目的城市：{city}",
    "wrong_type": "“{value}”无法读作{type}",
    "duplicate": "与第 {row} 行每一格都相同",
    "same_place": "仅位置与第 {row} 行相同，其他格不同，照常取用",
    "too_many": "有 {cells} 格，表头是 {columns} 格",
    "too_few": "只有 {cells} 格，表头是 {columns} 格",
    "read_lat_first": "按“纬度, 经度”读取",
    "read_northing_first": "按“北坐标, 东坐标”读取",
    "bad_geometry": "图形无法读取（{detail}）",
    "invalid_geometry": "图形无效（{detail}）",
    "repaired_geometry": "图形原本无效（{detail}），已修复",
    "many_vertices": "图形有 {vertices} 个顶点，最多允许 {allowed} 个",
    "cut_text": "文字“{value}”在半个字处被截断",
    # --- what to do
    "fill_in": "请补上，或不取这一行",
    "write_number": "请写成带小数点的度数或米数，如 121.4737",
    "swap": "请写成 {x}, {y}",
    "check_datum": "请检查坐标基准和坐标",
    "check_zone": "请选第 {found} 带，或改正东坐标",
    "keep_outside": "请改正坐标，或选择连城市以外的行一起取用",
    "keep_elsewhere": "请略去这一行，或选择连另一个城市的行一起取用",
    "keep_duplicate": "请删去其一，或选择连每一格都重复的行一起取用",
    "keep_text": "请改正，或把这一列按文字取用",
    "check_delimiter": "请检查这一行的引号和分隔符",
    "repair": "请在 GIS 软件里修复图形，或选择在此修复",
    "simplify": "请简化图形",
    # --- what was noticed
    "ending_differs": "文件名以 {ending} 结尾，内容却是 {kind}",
    "encoding_guessed": "按 GB18030 读取：它不是 UTF-8，且 {share} % 的字是常用汉字；请核对前几行",
    "dbf_encoding": "Shapefile 没有写明编码（.cpg），属性表按 {encoding} 读取",
    "cpg_superset": "Shapefile 写明编码 {named}（.cpg），属性表按 {encoding} 读取，"
    "后者完全包含前者",
    "delimiter_unsure": "以 {chosen} 为分隔符；{others} 也说得通",
    "one_column": "没有找到分隔符，只有一列",
    "separator_line": "第一行写的是分隔符，不是数据",
    "no_header": "第一行就是数据，各列因此称为 column_1、column_2……",
    "title_rows": "表头取自第 {row} 行，其上各行是标题：{values}",
    "empty_header": "第 {number} 列没有名称，称为 {name}",
    "double_header": "列名“{name}”出现两次，后一个称为 {new}",
    "renamed_geometry": "列“{name}”改称 {new}，因为位置已用此名",
    "merged_cells": "{ranges} 处有合并单元格，只有第一格有值",
    "error_cells": "工作簿里有 {count} 格是 #DIV/0! 之类的错误，在此为空",
    "formulas_without_value": "工作簿里有 {count} 个公式没有存下结果，在此为空；"
    "请用表格软件打开并保存一次",
    "empty_rows": "跳过了 {count} 个空行",
    "cleaned": "{count} 处文字含有无法保存的字符，以“\ufffd”代替",
    "unguarded": "{count} 格以撇号开头（防止表格软件当作公式），已去掉",
    "mixed_column": "列 {column} 里既有数也有别的内容，最先见于第 {row} 行：“{value}”",
    "decimal_comma": "列 {column} 用逗号作小数点",
    "comma_unsure": "列 {column} 里的逗号可能是千位分隔，也可能是小数点：“{value}”；"
    "未指明之前按文字保留",
    "thousands_comma": "列 {column} 用逗号作千位分隔，如“{value}”",
    "comma_thousands_chosen": "列 {column} 的逗号是千位分隔（如“{value}”），由导入的人选定",
    "comma_decimal_chosen": "列 {column} 的逗号是小数点（如“{value}”），由导入的人选定",
    "views_left_out": "略去了视图：{views}",
    "network_open": "本平台未能切断读取程序的网络（Linux 可以）；凡可能要求联网的文件一概不读",
    "files_open": "本平台未能切断读取程序对其他文件的访问（有 Landlock 的 Linux 可以）；"
    "凡可能要求读取其他文件的"
    "文件一概不读",
    "nested_value": "列 {column} 里是对象或列表，按 JSON 文字保留",
    "coordinates_2d": "{count} 处位置略去了高程",
    # --- why columns were taken for coordinates
    "by_names": "列名如此",
    "by_values": "数值落在中国范围内",
    "by_survey": "测绘上以 X 为北坐标、Y 为东坐标：{x} 是东坐标，{y} 是北坐标",
    "by_pair": "单元格里是成对的坐标，如“{value}”",
    "names_only": "列名如此，但数值不像",
    "names_degrees": "列名如此；“{x}”的 {x_filled} 个值中 {x_fit} 个是度数，"
    "“{y}”的 {y_filled} 个值中 {y_fit} 个是度数",
    "names_metres": "列名如此；“{x}”的 {x_filled} 个值中 {x_fit} 个是米数，"
    "“{y}”的 {y_filled} 个值中 {y_fit} 个是米数",
    # --- why an order of pairs is proposed
    "order_by_values": "{pairs} 对坐标中有 {count} 对只能这样读",
    "order_tied": "{pairs} 对坐标中有 {count} 对只能这样读，另有同样多的只能反过来读，请核对",
    # --- what is known of the datum
    "datum_column": "列 {column} 每一行都这样写",
    "crs_in_file": "文件写明 {crs}",
    "crs_claim": "文件写明 {crs}；但 GCJ-02 和 BD-09 的文件通常也这样写，请确认",
    "crs_by_rule": "按规定 GeoJSON 用 WGS-84（RFC 7946），但文件没有写明，请确认",
    "claims_differ": "有一列写 {column}，文件本身写 {crs}，请确认其一",
    "datum_unknown": "文件没有写明",
    "datum_chosen": "由导入的人选定",
    "local_grid": "所列坐标系都不能把这些数值（如 {x}, {y}）放进图集的任何一个城市。"
    "它们像是某个城市自己的坐标系（如上海城市坐标系），这里不支持："
    "请先由掌握转换参数的单位换算成 CGCS2000 或 WGS-84。"
    "支持的有：以度为单位的 WGS-84、GCJ-02、BD-09、CGCS2000，以及以米为单位的 CGCS2000 3° 带。",
    "zone_nowhere": "在 CGCS2000 的各个 3° 带中，这些数值（如 {x}, {y}）"
    "都不在图集的任何一个城市内。请核对，或仍然选择一个带。",
    # --- what was done on taking
    "converted": "{count} 处位置由 {datum} 换算为 WGS-84",
    "not_converted": "{count} 处位置按 WGS-84 取用，未作改动",
    "not_shifted": "{count} 处位置按 WGS-84 取用，未作偏移",
    "turned_column": "列 {column} 中纬度（或北坐标）在前，{count} 处位置据此读取",
    "turned_lines": "{count} 处位置按纬度（或北坐标）在前读取，已逐行说明",
    "as_wgs84": "CGCS2000 按 WGS-84 取用（相差数分米）",
    "prefix_removed": "去掉了 {count} 个东坐标前的带号 {zone}",
}
"""Code → Chinese sentence with the names of its values in braces."""
