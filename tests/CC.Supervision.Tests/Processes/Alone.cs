namespace CC.Supervision.Tests.Processes;

/// <summary>Tests that nothing else may run beside.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
