using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Computes one person's days anew, because their plan or leave changed.</summary>
[SystemOnly]
[AuditAction("attendance.rebuildDays")]
public sealed record RebuildPersonCommand(Guid UserId, DateOnly From, DateOnly To) : IPlainCommand;

internal sealed class RebuildPersonHandler(DayRebuilding rebuilding) : IRequestHandler<RebuildPersonCommand, Result>
{
    public async Task<Result> Handle(RebuildPersonCommand request, CancellationToken cancellationToken)
    {
        rebuilding.Forget();
        await rebuilding.RunAsync([request.UserId], request.From, request.To, isBulk: false, cancellationToken);
        return Result.Success;
    }
}
