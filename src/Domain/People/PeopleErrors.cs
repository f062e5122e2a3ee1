using Satcom.Domain.Common;

namespace Satcom.Domain.People;

/// <summary>Another account of the company has the address.</summary>
public sealed record EmailTaken() : Error("email_taken", ErrorKind.Conflict);

/// <summary>Another employee of the company has the code.</summary>
public sealed record EmployeeCodeTaken() : Error("employee_code_taken", ErrorKind.Conflict);

/// <summary>The line of managers would lead back to the person.</summary>
public sealed record ManagerCycle() : Error("manager_cycle", ErrorKind.Conflict);

/// <summary>There is no such employee in the company to report to.</summary>
public sealed record ManagerUnknown() : Error("manager_unknown", ErrorKind.Unprocessable);

/// <summary>There is no such team in the company.</summary>
public sealed record TeamUnknown() : Error("team_unknown", ErrorKind.Unprocessable);

/// <summary>The change would leave nobody who can administer the company.</summary>
public sealed record LastAdministrator() : Error("last_administrator", ErrorKind.Conflict);

/// <summary>The role allows what the caller may not do themselves, so they neither grant nor revoke it.</summary>
public sealed record RoleNotHeld() : Error("role_not_held", ErrorKind.Forbidden);

/// <summary>The person may do what the caller may not, so the caller does not act on them.</summary>
public sealed record PersonHoldsMore() : Error("person_holds_more", ErrorKind.Forbidden);

/// <summary>The account is deactivated.</summary>
public sealed record UserDeactivated() : Error("user_deactivated", ErrorKind.Conflict);

/// <summary>Another team of the company has the name.</summary>
public sealed record TeamNameTaken() : Error("team_name_taken", ErrorKind.Conflict);

/// <summary>Somebody is in the team, or is to join it.</summary>
public sealed record TeamInUse() : Error("team_in_use", ErrorKind.Conflict);

/// <summary>The employment would end before it begins.</summary>
public sealed record EmploymentReversed() : Error("employment_reversed", ErrorKind.Unprocessable);

/// <summary>The employment would begin before the one before it has ended.</summary>
public sealed record EmploymentOverlaps() : Error("employment_overlaps", ErrorKind.Conflict);

/// <summary>The person worked on dates that the employment would have no more, or was on leave before it would begin.</summary>
public sealed record EmploymentWorked() : Error("employment_worked", ErrorKind.Conflict);

/// <summary>There is no such office in the company, or it is archived.</summary>
public sealed record OfficeUnknown() : Error("office_unknown", ErrorKind.Unprocessable);

/// <summary>The tenant has no such employee.</summary>
public sealed record EmployeeUnknown() : Error("employee_unknown", ErrorKind.Unprocessable);
