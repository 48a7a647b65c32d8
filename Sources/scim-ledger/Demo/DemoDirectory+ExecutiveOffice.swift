extension DemoDirectory {
  static let executiveOffice = DemoDirectoryTable(
    department: "Executive Office",
    rows: """
      1000||ingrid.okafor-lindqvist|Ingrid|Okafor-Lindqvist|Chief Executive Officer
      1001|1000|tomas.herrera|Tomás|Herrera Pizarro|Chief Operating Officer
      1002|1000|priyanka.venkataraman|Priyanka|Venkataraman|Chief Technology Officer
      1003|1000|aoife.o'brien|Aoife|O'Brien|Chief Financial Officer
      1004|1000|gulsen.yildiz|Gülşen|Yıldız|Chief People Officer
      1005|1000|jean-luc.delacroix|Jean-Luc|Delacroix|Chief Sales Officer
      1006|1003|eleni.papadaki|Ελένη|Παπαδάκη|General Counsel|display=Ελένη Παπαδάκη (Eleni Papadaki)
      1007|1000|mateusz.wroblewski|Mateusz|Wróblewski|Chief Information Officer
      1008|1000|noemie.vanderelst|Noémie|Van der Elst|Executive Assistant
      1009|1000|kwabena.asante-boateng|Kwabena|Asante-Boateng|Chief of Staff
      """)
}
