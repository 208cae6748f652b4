use super::*;

const HEAD: &str =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

fn documents(rows: &str) -> Vec<Document> {
    read(format!("{HEAD}{rows}").as_bytes()).unwrap()
}

#[test]
fn the_signs_make_the_kind() {
    for (number, lines, expected) in [
        ("536365", &[("6", "2.55")][..], Some(Kind::Sale)),
        ("536414", &[("56", "0.0")], Some(Kind::Sale)),
        ("C536379", &[("-1", "27.5")], Some(Kind::Return)),
        ("536589", &[("-10", "0.0")], Some(Kind::Adjustment)),
        ("A563185", &[("1", "11062.06")], None),
        ("C", &[("-1", "1")], None),
        ("536400", &[("1", "-2.5")], None),
        ("536401", &[("-1", "2.5")], None),
        ("536402", &[("1", "2"), ("-1", "2")], None),
        ("536403", &[("0", "2")], None),
        ("C536404", &[("1", "2")], None),
    ] {
        let rows: String = lines
            .iter()
            .map(|(quantity, price)| {
                format!("{number},1,x,{quantity},2010-12-01 08:26:00,{price},,\n")
            })
            .collect();
        let found = documents(&rows);
        assert_eq!(found.len(), 1);
        match expected {
            Some(kind) => assert_eq!(found[0].kind, kind, "{number}"),
            None => assert!(matches!(found[0].kind, Kind::Left(_)), "{number}"),
        }
    }
}

#[test]
fn lines_of_a_number_belong_together_wherever_they_stand() {
    let found = documents(
        "1,a,\"one,  and \"\"more\"\" \",2,2010-12-01 08:26:00,0.001,17850.0,UK\n\
         2,b,,1,2010-12-01 08:27:00,1,,UK\n\
         1,c,three,1,2010-12-01 08:28:00,3.5,17850.0,UK\n",
    );
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].at.to_string(), "2010-12-01T08:26:00");
    let first = &found[0].lines[0];
    assert_eq!(first.name, "one, and \"more\"");
    assert_eq!(
        (first.quantity, first.unit_price),
        (Quantity::of(2), UnitPrice(10))
    );
    assert_eq!(found[0].lines.len(), 2);
}

#[test]
fn less_than_half_a_coin_costs_nothing() {
    let pound = Currency::by_code("GBP").unwrap();
    for (quantity, price, expected) in [
        ("1", "0.0", false),
        ("4", "0.001", false),
        ("5", "0.001", true),
        ("-1", "0.5", true),
    ] {
        let rows = format!("1,a,x,{quantity},2010-12-01 08:26:00,{price},,\n");
        assert_eq!(
            documents(&rows)[0].costs(pound),
            expected,
            "{quantity} × {price}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    for (row, field) in [
        ("1,a,x,two,2010-12-01 08:26:00,1,,\n", "Quantity `two`"),
        ("1,a,x,2,2010-12-01 08:26:00,free,,\n", "UnitPrice `free`"),
        ("1,a,x,2,yesterday,1,,\n", "InvoiceDate `yesterday`"),
        (",a,x,2,2010-12-01 08:26:00,1,,\n", "InvoiceNo"),
    ] {
        let error = read(format!("{HEAD}1,a,x,1,2010-12-01 08:26:00,1,,\n{row}").as_bytes());
        let text = format!("{:#}", error.unwrap_err());
        assert!(text.starts_with("line 3") && text.contains(field), "{text}");
    }
    let error = read(b"InvoiceNo,StockCode\n1,2\n").unwrap_err();
    assert!(error.to_string().contains("Description"), "{error}");
}
