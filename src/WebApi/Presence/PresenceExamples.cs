using Satcom.Application.Common;
using Satcom.Application.Presence;
using Satcom.Domain.Presence;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Presence;

internal sealed class PresenceExample : IExample<Page<PresenceItem>>
{
    public Page<PresenceItem> Value => new([new PresenceItem(ExampleValues.Employee, PresenceStatus.Online, ExampleValues.At(9, 30), OnLeave: false)], NextCursor: null);
}
