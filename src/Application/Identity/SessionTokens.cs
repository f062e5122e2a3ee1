using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>The answer that a sign-in and a refresh share.</summary>
internal sealed class SessionTokens(ISatcomDb db, ITokenIssuer issuer, RequestScope scope)
{
    /// <summary>The first tokens of a session.</summary>
    public async Task<TokenAnswer> AnswerAsync(SessionStarted started, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (refreshToken, row) = issuer.IssueRefreshToken(started.Session, now);
        db.RefreshTokens.Add(row);
        return await AnswerAsync(started.User, started.Session, refreshToken, started.DeviceToken, now, cancellationToken);
    }

    /// <summary>A fresh access token beside a refresh token that exists.</summary>
    public async Task<TokenAnswer> AnswerAsync(User user, Session session, string refreshToken, string? deviceToken, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var access = await issuer.IssueAccessTokenAsync(user, session, now, cancellationToken);
        return new TokenAnswer(access.Token, access.ExpiresIn, refreshToken, Describe(user, scope.Tenant)) { DeviceToken = deviceToken };
    }

    public static SignedInUser Describe(User user, TenantInfo tenant) =>
        new(user.Id, user.Email, user.DisplayName, user.Roles, [.. Permissions.Of(user.Roles).Order(StringComparer.Ordinal)], new SignedInTenant(tenant.Id, tenant.Slug, tenant.Name, tenant.Locale));
}
