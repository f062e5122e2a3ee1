using Satcom.Domain.Common;

namespace Satcom.Domain.People;

/// <summary>A person's working side; shares its id with the person's user.</summary>
[Audited("employee")]
public sealed partial class Employee : AggregateRoot
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
        SearchText = Common.SearchText.Of(employeeCode);
    }

    /// <summary>The company's own number of the employee, unique in it whatever its case.</summary>
    public string EmployeeCode { get; private set; }

    public string Designation { get; private set; }

    /// <summary>The IANA zone that "today" is judged in: the present one, as manager and team are.</summary>
    public string TimeZone { get; private set; }

    public Guid? ManagerId { get; private set; }

    public Guid? TeamId { get; private set; }

    /// <summary>The words that the employee is found by, beside those of their account.</summary>
    [Secret]
    public string SearchText { get; private set; } = string.Empty;

    /// <summary>The local date of a moment where the person is.</summary>
    public DateOnly Today(DateTimeOffset now) => TimeZones.LocalDate(now, TimeZone);

    public void Describe(string employeeCode, string designation)
    {
        EmployeeCode = employeeCode;
        Designation = designation;
        SearchText = Common.SearchText.Of(employeeCode);
    }
}
