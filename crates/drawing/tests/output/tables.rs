//! JSON and CSV.

use super::support::{A4, dot, drawing, layer, line, setup};
use kurbo::Point;
use penstock_drawing::csv::{self, Times};
use penstock_drawing::{Path, Segment, json};

#[test]
fn json_holds_lines_arcs_curves_and_dots_with_names_to_the_letter() {
    let segments = vec![
        Segment::Line { to: Point::new(20.00004, 10.0) },
        Segment::Arc { to: Point::new(30.0, 10.0), bulge: -0.5 },
        Segment::Cubic { c1: Point::new(1.0, 2.0), c2: Point::new(-0.00001, 4.0), to: Point::new(5.0, 6.5) },
    ];
    let path = Path { start: Point::new(10.0, 10.0), segments };
    let name = "a \"b\"\n</script>ü";
    let drawing = drawing(A4, vec![layer(name, vec![path, dot(1.0, 2.0)]), layer("empty", Vec::new())]);
    let mut bytes = Vec::new();
    json::write(&drawing, &[setup(7)], &mut bytes).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let expected = serde_json::json!({
        "page": {"width_mm": 297, "height_mm": 210},
        "layers": [
            {"name": name, "pen": 7, "color": "#000000", "pen_width_mm": 0.3, "paths": [
                {"start": [10, 10], "segments": [["L", 20, 10], ["A", 30, 10, -0.5], ["C", 1, 2, 0, 4, 5, 6.5]]},
                {"start": [1, 2], "segments": []},
            ]},
            {"name": "empty", "pen": 2, "color": "#000000", "pen_width_mm": 0.3, "paths": []},
        ],
    });
    assert_eq!(value, expected);
}

#[test]
fn csv_has_one_row_a_path_and_no_formulas() {
    let square = line(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 0.0)]);
    let layers =
        vec![layer("a, \"b\"", vec![square]), layer("=HYPERLINK(1)", vec![dot(1.0, 2.0), dot(3.0, 4.0)])];
    let drawing = drawing(A4, layers);
    let mut bytes = Vec::new();
    let times = [Times { start_s: 0.1, end_s: 1.0 }, Times { start_s: 2.0, end_s: 2.0 }];
    csv::write(&drawing, &[setup(3)], Some(&times), &mut bytes).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "order,layer,layer_name,pen,color,pen_width_mm,start_x_mm,start_y_mm,end_x_mm,end_y_mm,length_mm,segments,closed,start_s,end_s\n\
         1,1,\"a, \"\"b\"\"\",3,#000000,0.3,0.0000,0.0000,0.0000,0.0000,34.1421,3,true,0.100,1.000\n\
         2,2,'=HYPERLINK(1),2,#000000,0.3,1.0000,2.0000,1.0000,2.0000,0.0000,0,false,2.000,2.000\n\
         3,2,'=HYPERLINK(1),2,#000000,0.3,3.0000,4.0000,3.0000,4.0000,0.0000,0,false,,\n"
    );
    let mut plain = Vec::new();
    csv::write(&drawing, &[], None, &mut plain).unwrap();
    assert!(
        String::from_utf8(plain)
            .unwrap()
            .lines()
            .all(|row| !row.contains("start_s") && row.ends_with(['d', 'e']))
    );
}
