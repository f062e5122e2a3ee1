using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>Looks into a request for a new password, and mails a link where there is an account and neither it nor the source has had too many.</summary>
[SystemOnly]
[AuditAction("auth.sendResetLink")]
public sealed record SendResetLinkCommand(Guid RequestId) : IPlainCommand;

internal sealed class SendResetLinkHandler(ISatcomDb db, RequestScope scope, Allowances allowances, IPasswordLinks links, TimeProvider time) : IRequestHandler<SendResetLinkCommand, Result>
{
    public async Task<Result> Handle(SendResetLinkCommand request, CancellationToken cancellationToken)
    {
        if (await db.PasswordRequests.SingleOrDefaultAsync(r => r.Id == request.RequestId, cancellationToken) is not { } asked)
        {
            return Result.Success;
        }

        // Its removal is the audit's line of how it ended.
        db.PasswordRequests.Remove(asked);
        scope.AuditReason = await SendAsync(asked, cancellationToken);
        return Result.Success;
    }

    private async Task<string> SendAsync(PasswordRequest asked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var user = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == asked.NormalizedEmail, cancellationToken);
        if (user is not { Status: UserStatus.Active } || scope.Tenant.Status != TenantStatus.Active)
        {
            return user is null ? "account_unknown" : "account_inactive";
        }

        // What one source has too much of must not use up what the person's own asking needs.
        var source = SourceNetwork.Of(asked.Source);
        if (await allowances.TakeAsync(Allowances.ResetSource, source, now, cancellationToken) is not null
            || await allowances.TakeAsync(Allowances.ResetMailOfSource, $"{source}\n{user.Id}", now, cancellationToken) is not null)
        {
            return "source_limit";
        }

        if (await allowances.TakeAsync(Allowances.ResetMail, user.Id.ToString(), now, cancellationToken) is not null)
        {
            return "address_limit";
        }

        if (user.PasswordHash is null)
        {
            // Whoever asks ends the invitation that waits: what takes its place is good as long.
            links.Invite(user, now);
        }
        else
        {
            links.Reset(user, now);
        }

        return "link_sent";
    }
}

internal sealed class SendWhenPasswordForgotten(IMediator mediator) : IDomainEventHandler<PasswordForgotten>
{
    public async Task HandleAsync(PasswordForgotten domainEvent, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new SendResetLinkCommand(domainEvent.RequestId), cancellationToken);
        if (result.Error is { } error)
        {
            throw new InvalidOperationException($"The request for a password was not looked into: {error.Code}.");
        }
    }
}
