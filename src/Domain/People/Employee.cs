using Satcom.Domain.Common;

namespace Satcom.Domain.People;

/// <summary>A person's working side; shares its id with the person's user.</summary>
[Audited("employee")]
public sealed class Employee : AggregateRoot
{
    public const int CodeMaxLength = 32;
    public const int DesignationMaxLength = 120;

    public Employee(Guid tenantId, Guid id, string employeeCode, string designation, string timeZone, Guid? managerId, Guid? teamId)
        : base(tenantId, id)
    {
        EmployeeCode = employeeCode;
        Designation = designation;
        TimeZone = timeZone;
        ManagerId = managerId;
        TeamId = teamId;
    }

    public string EmployeeCode { get; private set; }

    public string Designation { get; private set; }

    /// <summary>The IANA zone that "today" is judged in.</summary>
    public string TimeZone { get; private set; }

    public Guid? ManagerId { get; private set; }

    public Guid? TeamId { get; private set; }

    public void MoveTo(Guid? managerId, Guid? teamId)
    {
        ManagerId = managerId;
        TeamId = teamId;
    }

    public void Relocate(string timeZone) => TimeZone = timeZone;
}
