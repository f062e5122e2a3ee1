using Satcom.Application.Common;
using Satcom.Application.Imports;
using Satcom.Domain.Imports;
using Satcom.Domain.Shifts;

namespace Satcom.Application.UnitTests.Imports;

public sealed class ImportFileTests
{
    private static readonly EmployeeRows Employees = new(db: null!, mediator: null!);

    [Fact]
    public void Read_OfPeopleBelowOthers_PutsManagersFirst_AndKeepsTheirLines()
    {
        var rows = Read("employeeCode,email,displayName,designation,managerCode\n1,,,,2\n2,,,,3\n3,,,,\n4,,,,1\n5,,,,elsewhere\n");

        rows.Select(r => $"{r.Cells["employeeCode"]}@{r.Line}").ShouldBe(["3@4", "2@3", "1@2", "4@5", "5@6"]);
        rows.Select(r => r.Known is null ? "-" : r.Known[0]).ShouldBe(["-", "3", "2", "1", "-"]);
    }

    [Fact]
    public void Read_OfACircle_KeepsEveryRowOnce() =>
        Read("employeeCode,email,displayName,designation,managerCode\n1,,,,2\n2,,,,1\n3,,,,3\n").Select(r => r.Line).Order().ShouldBe([2, 3, 4]);

    [Fact]
    public void Read_OfAKeyThatStoodBefore_RefusesThatRowAlone()
    {
        var rows = Read("employeeCode,email,displayName,designation\n1,,,\n1,,,\n,,,\n,,,\n");

        rows.Where(r => r.Faults is not null).Select(r => (r.Line, r.Faults![0].Code, r.Faults[0].Limit)).ShouldBe([(3, "row_repeated", "2")]);
    }

    [Fact]
    public void Read_OfARowWithTooFewCells_RefusesThatRowAlone()
    {
        var rows = Read("employeeCode,email,displayName,designation\n1,2\n1,2,3,4\n");

        rows.Select(r => r.Faults?[0].Code).ShouldBe(["cells_differ", null]);
    }

    [Theory]
    [InlineData("'=x", "=x")]
    [InlineData("'+971", "+971")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData(" padded ", "padded")]
    public void Read_OfACellThatAnExportGuarded_TakesTheGuardAway(string cell, string value) =>
        Read($"employeeCode,email,displayName,designation\n1,2,{cell},4\n").Single().Cells["displayName"].ShouldBe(value);

    [Theory]
    [InlineData("EMPLOYEE CODE,e_mail,Display-Name,designation")]
    [InlineData("employeeCode,eMail,displayname,DESIGNATION")]
    public void Read_OfAHeaderInAnyForm_KnowsItsColumns(string header) => Read($"{header}\n1,2,3,4\n").Single().Cells.Keys.ShouldBe(["employeeCode", "email", "displayName", "designation"]);

    [Fact]
    public void Read_OfMoreRowsThanAFileMayHave_IsRefused()
    {
        var file = "employeeCode,email,displayName,designation\n" + string.Concat(Enumerable.Range(0, Import.MaxRows + 1).Select(i => $"{i},,,\n"));

        var fault = ImportFile.Read(file, Employees).Error.ShouldBeOfType<ValidationFailed>().Fields["file"].Single();
        (fault.Code, fault.Limit).ShouldBe(("too_many", Import.MaxRows));
    }

    [Theory]
    [InlineData("Dubai", "2026-12-02", "National day", "", DayHalves.Both)]
    [InlineData("Dubai", "2026-12-02", "Eve", "AM", DayHalves.Am)]
    [InlineData("Dubai", "2026-12-02", "Eve", "pm", DayHalves.Pm)]
    public void Parse_OfAHoliday_ReadsDateAndHalf(string calendar, string date, string name, string half, DayHalves halves) =>
        HolidayRows.Parse(Row(calendar, date, name, half), []).ShouldBe(new Holiday(new DateOnly(2026, 12, 2), name, halves));

    [Theory]
    [InlineData("", "2026-12-02", "x", "", "calendar required")]
    [InlineData("Dubai", "", "x", "", "date required")]
    [InlineData("Dubai", "02.12.2026", "x", "", "date invalid_format")]
    [InlineData("Dubai", "2026-02-30", "x", "", "date invalid_format")]
    [InlineData("Dubai", "2026-12-02", "", "noon", "half unknown_value, name required")]
    public void Parse_OfAHolidayThatIsNone_NamesTheColumns(string calendar, string date, string name, string half, string expected)
    {
        var faults = new List<RowFault>();

        HolidayRows.Parse(Row(calendar, date, name, half), faults).ShouldBeNull();
        string.Join(", ", faults.Select(f => $"{f.Column} {f.Code}")).ShouldBe(expected);
    }

    [Fact]
    public void IdOf_ARow_IsTheSameEachTimeAndDiffersByLine()
    {
        var import = new Import(Guid.Empty, new Guid("0192f0c1-0000-7000-8000-000000000001"), ImportKind.Projects, isDryRun: false, invites: false, DateTimeOffset.UnixEpoch)
        {
            CreatedBy = Guid.Empty,
            Permissions = [],
            FileHash = [],
        };

        Enumerable.Range(2, 3000).Select(line => RowFaults.IdOf(import, new ImportRow(line, []))).Distinct().Count().ShouldBe(3000);
        RowFaults.IdOf(import, new ImportRow(7, [])).ShouldBe(RowFaults.IdOf(import, new ImportRow(7, [])));
    }

    private static List<ImportRow> Read(string text) => ImportFile.Read(text, Employees).Value;

    private static ImportRow Row(string calendar, string date, string name, string half) =>
        new(2, new Dictionary<string, string>(StringComparer.Ordinal) { ["calendar"] = calendar, ["date"] = date, ["name"] = name, ["half"] = half });
}
