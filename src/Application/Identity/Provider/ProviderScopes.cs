using Satcom.Application.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>What clients can ask for: OpenID Connect's own scopes, and the names of permissions.</summary>
public static class ProviderScopes
{
    public const string OpenId = "openid";
    public const string Profile = "profile";
    public const string Email = "email";
    public const string OfflineAccess = "offline_access";

    /// <summary>Everything that the person may do, for clients that an operator trusts.</summary>
    public const string Everything = "satcom";

    public const int TextMaxLength = 300;

    /// <summary>What a client may do for itself, without a person: read.</summary>
    public static readonly IReadOnlyList<string> ForClients =
        [Permissions.AttendanceReadAll, Permissions.PresenceReadAll, Permissions.AnomaliesRead, Permissions.AuditRead];

    /// <summary>What a person can grant.</summary>
    public static readonly IReadOnlyList<string> ForPeople =
    [
        OpenId, Profile, Email, OfflineAccess, Everything,
        Permissions.AttendancePunch, Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.PresenceReadColleagues, .. ForClients,
    ];

    /// <summary>The scopes of a text, each once, in order; null when the text is not one of scopes (RFC 6749, section 3.3).</summary>
    public static IReadOnlyList<string>? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        if (text.Length > TextMaxLength)
        {
            return null;
        }

        var scopes = text.Split(' ');
        return Array.Exists(scopes, s => s.Length == 0 || s.AsSpan().ContainsAnyExceptInRange('!', '~') || s.AsSpan().ContainsAny('"', '\\'))
            ? null
            : [.. scopes.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Scopes as one text.</summary>
    public static string Join(IEnumerable<string> scopes) => string.Join(' ', scopes);
}
