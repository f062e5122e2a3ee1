using Satcom.Domain.Common;

namespace Satcom.Domain.Projects;

/// <summary>Another project of the company has the code, whatever its case.</summary>
public sealed record ProjectCodeTaken() : Error("project_code_taken", ErrorKind.Conflict);

/// <summary>Another task of the project has the code, whatever its case.</summary>
public sealed record TaskCodeTaken() : Error("task_code_taken", ErrorKind.Conflict);

/// <summary>The project is archived, so nothing is entered on it any more.</summary>
public sealed record ProjectArchived() : Error("project_archived", ErrorKind.Conflict);

/// <summary>The task is archived, so nothing is entered on it any more.</summary>
public sealed record TaskArchived() : Error("task_archived", ErrorKind.Conflict);

/// <summary>Time was entered on it: it can be archived, not deleted.</summary>
public sealed record ProjectInUse() : Error("project_in_use", ErrorKind.Conflict);

/// <summary>The person is a member already, with another role.</summary>
public sealed record AlreadyMember() : Error("already_member", ErrorKind.Conflict);

/// <summary>The project's last date lies before its first.</summary>
public sealed record ProjectDatesReversed() : Error("project_dates_reversed", ErrorKind.Unprocessable);
