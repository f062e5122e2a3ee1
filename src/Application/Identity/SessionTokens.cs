using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>The answer that a sign-in and a refresh share.</summary>
internal sealed class SessionTokens(ISatcomDb db, ITokenIssuer issuer, RequestScope scope)
{
    public async Task<TokenAnswer> AnswerAsync(User user, Session session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var access = await issuer.IssueAccessTokenAsync(user, session, now, cancellationToken);
        var (refreshToken, row) = issuer.IssueRefreshToken(session, now);
        db.RefreshTokens.Add(row);
        return new TokenAnswer(access.Token, access.ExpiresIn, refreshToken, Describe(user, scope.Tenant));
    }

    public static SignedInUser Describe(User user, TenantInfo tenant) =>
        new(user.Id, user.Email, user.DisplayName, user.Roles, [.. Permissions.Of(user.Roles).Order(StringComparer.Ordinal)], new SignedInTenant(tenant.Id, tenant.Slug, tenant.Name, tenant.Locale));
}
