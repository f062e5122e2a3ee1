namespace Satcom.Application.Common;

/// <summary>The name of a use case as clients see it: the operation id of the OpenAPI document, and the audit's word for it.</summary>
public static class OperationName
{
    private const string Root = "Satcom.Application.";

    /// <summary>Satcom.Application.Attendance.CheckInCommand to Attendance_CheckIn.</summary>
    public static string Of(Type message)
    {
        var space = message.Namespace ?? string.Empty;
        var feature = space.StartsWith(Root, StringComparison.Ordinal) ? space[Root.Length..].Split('.')[0] : space.Split('.')[^1];
        return $"{feature}_{UseCaseOf(message)}";
    }

    private static string UseCaseOf(Type message)
    {
        foreach (var kind in (ReadOnlySpan<string>)["Command", "Query"])
        {
            if (message.Name.EndsWith(kind, StringComparison.Ordinal))
            {
                return message.Name[..^kind.Length];
            }
        }

        return message.Name;
    }
}
