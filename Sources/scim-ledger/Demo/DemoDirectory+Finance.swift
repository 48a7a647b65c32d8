extension DemoDirectory {
  static let finance = DemoDirectoryTable(
    department: "Finance and Legal",
    rows: """
      1500|1003|adaeze.obiora|Adaeze|Obiora|Financial Controller
      1501|1003|luc.vandenbroucke|Luc|Vandenbroucke|Treasurer
      1502|1003|shu-fen.liao|淑芬|廖|Head of Procurement|display=廖淑芬 (Shu-fen Liao)
      1503|1500|karolína.nováčková|Karolína|Nováčková|Accountant|mail=karolina.novackova@example.com
      1504|1500|anil.bhattarai|अनिल|भट्टराई|Accountant
      1505|1500|hanne.skjelbred|Hanne|Skjelbred|Payroll Accountant
      1506|1500|vasilis.economou|Βασίλης|Οικονόμου|Cost Accountant
      1507|1500|rivka.adler|רבקה|אדלר|Accounts Payable Clerk
      1508|1500|ibrahima.diallo-ba|Ibrahima|Diallo-Bâ|Accounts Receivable Clerk
      1509|1500|teuta.hoxhaj|Teuta|Hoxhaj|Accountant
      1510|1500|mirjana.zivkovic|Mirjana|Živković|Internal Auditor
      1511|1500|charlotte.birtwistle|Charlotte|Birtwistle|Accounts Payable Clerk|disabled
      1512|1501|ovidiu.brancoveanu|Ovidiu|Brâncoveanu|Treasury Analyst
      1513|1501|eun-ji.hwangbo|은지|황보|Treasury Analyst|display=황보은지
      1514|1501|said.ould.cheikh|سعيد|ولد الشيخ|Credit Analyst
      1515|1501|lindiwe.dlamini-fourie|Lindiwe|Dlamini-Fourie|Insurance Analyst
      1516|1502|yuto.kirishima@jp.example.com|悠人|霧島|Buyer|display=霧島 悠人
      1517|1502|petr.hrdlicka|Petr|Hrdlička|Senior Buyer
      1518|1502|akosua.frimpong|Akosua|Frimpong|Buyer
      1519|1502|eszter.orszagh|Eszter|Országh|Buyer|display=Országh Eszter
      1520|1502|daniyar.seitkazy|Данияр|Сейтқазы|Supplier Quality Analyst
      1521|1502|marisol.nunez|Marisol|Núñez de la Torre|Buyer
      1522|1006|alasdair.mac-neacail|Alasdair|MacNeacail|Export Control Counsel
      1523|1006|sofia.karamitsou|Σοφία|Καραμήτσου|Contracts Counsel
      1524|1006|vinayaka.shenoy|Vinayaka|Shenoy|Patent Counsel
      1525|1006|marie-therese.uwamahoro|Marie-Thérèse|Uwamahoro|Data Protection Officer
      1526|1006|leonie.zu-falkenau|Leonie|zu Falkenau-Lichtenstern|Paralegal
      """)
}
