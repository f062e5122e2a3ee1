namespace Satcom.IntegrationTests.Common;

/// <summary>The clock of tests whose other side keeps real time: a database, a socket.</summary>
internal static class RealTime
{
#pragma warning disable RS0030 // The composition root of these tests.
    public static readonly TimeProvider Clock = TimeProvider.System;
#pragma warning restore RS0030
}
