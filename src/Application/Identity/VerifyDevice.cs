using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Proves a device by the code that was sent for it.</summary>
/// <param name="ChallengeId">As the sign-in answered it.</param>
/// <param name="Code">Six digits, of any script; spaces and hyphens between them do not matter. What is none counts as no try.</param>
/// <param name="Trust">True to need no code on this device for the time being; the answer's deviceToken is then to be kept.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.deviceVerify")]
[Fails<OtpInvalid>]
[Fails<OtpExpired>]
[Fails<RateLimited>]
public sealed record VerifyDeviceCommand(string ChallengeId, string Code, bool? Trust) : ICommand<TokenAnswer>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(VerifyDeviceCommand);
}

internal sealed class VerifyDeviceValidator : AbstractValidator<VerifyDeviceCommand>
{
    public const int ChallengeIdMaxLength = 200;

    public VerifyDeviceValidator()
    {
        RuleFor(c => c.ChallengeId).NotEmpty().MaximumLength(ChallengeIdMaxLength);
        RuleFor(c => c.Code).NotEmpty().IsOneTimeCode();
    }
}

internal sealed class VerifyDeviceHandler(DeviceChallenges challenges, SessionTokens tokens, TimeProvider time) : IRequestHandler<VerifyDeviceCommand, Result<TokenAnswer>>
{
    public async Task<Result<TokenAnswer>> Handle(VerifyDeviceCommand request, CancellationToken cancellationToken)
    {
        var outcome = await challenges.VerifyAsync(request.ChallengeId, OneTimeCodes.Read(request.Code)!, request.Trust == true, cancellationToken);
        return outcome.TryGet(out var started, out var error) ? await tokens.AnswerAsync(started, time.GetUtcNow(), cancellationToken) : error;
    }
}
