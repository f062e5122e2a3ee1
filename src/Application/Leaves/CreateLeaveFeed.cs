using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Makes the caller's secret link to approved leave, or makes it anew: the old one opens nothing any more. It ends with the account, with a password set anew, and with signing out everywhere.</summary>
/// <param name="Scope">What it shows: one's own leave, or what one sees in the calendar.</param>
[Requires(Permissions.LeavesRequest)]
[AuditAction("leaves.createFeed")]
[NoReplay]
[Fails<NotAnEmployee>]
[Fails<ReauthenticationRequired>]
public sealed record CreateLeaveFeedCommand(LeaveFeedScope Scope = LeaveFeedScope.Own) : ICommand<NewLeaveFeedDto>;

internal sealed class CreateLeaveFeedValidator : AbstractValidator<CreateLeaveFeedCommand>
{
    public CreateLeaveFeedValidator() => RuleFor(c => c.Scope).IsInEnum();
}

internal sealed class CreateLeaveFeedHandler(ISatcomDb db, RequestScope scope, FreshProof proof, ISignInSecrets secrets, IPublicPages pages, TimeProvider time)
    : IRequestHandler<CreateLeaveFeedCommand, Result<NewLeaveFeedDto>>
{
    public async Task<Result<NewLeaveFeedDto>> Handle(CreateLeaveFeedCommand request, CancellationToken cancellationToken)
    {
        // Whoever has the link reads on without signing in.
        if (await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var (me, now) = (scope.Actor.UserId, time.GetStoredNow());
        var (token, hash) = secrets.Create(SecretKind.LeaveFeed, scope.Tenant.Id);
        if (await db.LeaveFeeds.SingleOrDefaultAsync(f => f.Id == me, cancellationToken) is { } feed)
        {
            feed.Renew(request.Scope, hash, now);
        }
        else if (await db.Employees.AnyAsync(e => e.Id == me, cancellationToken))
        {
            db.LeaveFeeds.Add(new LeaveFeed(scope.Tenant.Id, me, request.Scope, hash, now));
        }
        else
        {
            return new NotAnEmployee();
        }

        return new NewLeaveFeedDto(pages.LeaveFeed(scope.Tenant, token), request.Scope, now);
    }
}
