using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Tells whether a mailed link is still good, and spends nothing of it.</summary>
/// <param name="Token">What the link carries behind token=.</param>
[Anonymous]
[Fails<LinkExpired>]
public sealed record JudgePasswordLinkQuery(string Token) : IQuery<GoodPasswordLink>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(JudgePasswordLinkQuery);
}

/// <summary>What the page for a new password shows.</summary>
/// <param name="Email">Whose password it will be; who has the link may set it.</param>
/// <param name="MinLength">Characters that the company asks for at least.</param>
public sealed record GoodPasswordLink(string Email, int MinLength)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(GoodPasswordLink);
}

internal sealed class JudgePasswordLinkHandler(ISatcomDb db, RequestScope scope, ISignInSecrets secrets, TimeProvider time) : IRequestHandler<JudgePasswordLinkQuery, Result<GoodPasswordLink>>
{
    public async Task<Result<GoodPasswordLink>> Handle(JudgePasswordLinkQuery request, CancellationToken cancellationToken)
    {
        if (secrets.Read(SecretKind.Link, request.Token) is not var (tenantId, tokenHash) || tenantId != scope.Tenant.Id
            || await db.PasswordLinks.AsNoTracking().SingleOrDefaultAsync(l => l.TokenHash == tokenHash, cancellationToken) is not { } link)
        {
            return new LinkExpired();
        }

        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == link.UserId, cancellationToken);
        return link.IsGood(user, time.GetUtcNow()) && !await db.PasswordLinks.AnyAsync(l => l.UserId == link.UserId && l.CreatedAt > link.CreatedAt, cancellationToken)
            ? new GoodPasswordLink(user.Email, scope.Tenant.Settings.PasswordMinLength)
            : new LinkExpired();
    }
}
