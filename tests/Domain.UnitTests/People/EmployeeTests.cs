using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Domain.UnitTests.People;

public sealed class EmployeeTests
{
    private static readonly Guid Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Fact]
    public void Move_ToAnotherTeamAndManager_ChangesBothAndNothingElse()
    {
        var employee = new Employee(Id, Id, "E-1", "Driver", "Asia/Dubai", null, null);
        var team = new Team(Id, Guid.CreateVersion7(DateTimeOffset.UnixEpoch), "Night shift");

        employee.ReportTo(Id, Today, Today);
        employee.Join(team.Id, Today, Today);

        (employee.ManagerId, employee.TeamId).ShouldBe((Id, team.Id));
        (employee.EmployeeCode, employee.Designation, employee.TimeZone, team.Name).ShouldBe(("E-1", "Driver", "Asia/Dubai", "Night shift"));
    }

    [Fact]
    public void Relocate_ChangesTheZone()
    {
        var employee = new Employee(Id, Id, "E-1", "Driver", "Asia/Dubai", null, null);

        employee.Relocate("Africa/Cairo", Today, Today);

        employee.TimeZone.ShouldBe("Africa/Cairo");
    }

    [Fact]
    public void A5_Moves_AreToldOnceAndOnlyWhenSomethingChanges()
    {
        var employee = new Employee(Id, Id, "E-1", "Driver", "Asia/Dubai", null, null);
        employee.ReportTo(null, Today, Today);
        employee.Join(null, Today, Today);
        employee.Relocate("Asia/Dubai", Today, Today);
        employee.Describe("E-2", "Clerk");
        employee.DequeueEvents().ShouldBeEmpty();
        (employee.EmployeeCode, employee.Designation, employee.SearchText).ShouldBe(("E-2", "Clerk", "e 2"));

        employee.Join(Id, Today, Today);

        var told = employee.DequeueEvents().ShouldHaveSingleItem().ShouldBeOfType<ReportingLineChanged>();
        ((IForgetsCached)told).Forgotten.ShouldBe(("line", Id));
    }
}
