extension DemoDirectory {
  static let peopleAndCulture = DemoDirectoryTable(
    department: "People and Culture",
    rows: """
      1600|1004|emily-rose.hartigan|Emily-Rose|Hartigan|Head of Recruitment
      1601|1004|farida.yusupova|Фарида|Юсупова|Head of Learning
      1602|1600|sebastian.krol|Sebastian|Król|Recruiter
      1603|1600|amparo.benavides|Amparo|Benavides Ordóñez|Recruiter
      1604|1600|ha-eun.ma|하은|마|Recruiter|display=마하은
      1605|1600|malin.brannstrom|Malin|Brännström|Recruiter
      1606|1600|genet.wolde|ገነት|ወልዴ|Employer Brand Specialist
      1607|1601|dilnoza.rashidova|Dilnoza|Rashidova|Safety Trainer
      1608|1601|marek.stepien|Marek|Stępień|Apprenticeship Coordinator
      1609|1601|anneke.in-'t-veld|Anneke|in 't Veld-Jansen|Trainer
      1610|1004|nour.sabbagh|نور|الصباغ|People Partner
      1611|1004|tadhg.o-suilleabhain|Tadhg|Ó Súilleabháin|People Partner
      1612|1004|xochitl.tlatelpa|Xóchitl|Tlatelpa|Wellbeing Officer
      1613|1004|gerda.lindenthal|Gerda|Lindenthal|Pensions Officer|disabled
      1614|1004|manaia|Manaia||Facilities Coordinator
      """)
}
