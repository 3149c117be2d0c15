/**
 * Fields of the endpoints that can cost money, of their query where they are a GET; `[]` after those that may be
 * repeated. Written by `scripts/renew-twilio.ts` from twilio-node 6.2.0.
 */
export const fieldNames: Readonly<Record<string, string>> = {
  "POST /2010-04-01/Accounts/{AccountSid}/Calls.json":
    "To From Method FallbackUrl FallbackMethod StatusCallback StatusCallbackEvent[] StatusCallbackMethod SendDigits Timeout Record RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod RecordingConfigurationId SipAuthUsername SipAuthPassword MachineDetection MachineDetectionTimeout RecordingStatusCallbackEvent[] Trim CallerId MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout AsyncAmd AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod Passports Byoc CallReason CallToken RecordingTrack TimeLimit ClientNotificationUrl Url Twiml ApplicationSid",
  "POST /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Payments.json":
    "IdempotencyKey StatusCallback BankAccountType ChargeAmount Currency Description Input MinPostalCodeLength Parameter PaymentConnector PaymentMethod PostalCode SecurityCode Timeout TokenType ValidCardTypes RequireMatchingInputs Confirmation",
  "POST /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Payments/{Sid}.json":
    "IdempotencyKey StatusCallback Capture Status",
  "POST /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json":
    "RecordingStatusCallbackEvent[] RecordingStatusCallback RecordingStatusCallbackMethod Trim RecordingChannels RecordingTrack RecordingConfigurationId",
  "POST /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Siprec.json":
    "Name ConnectorName Track StatusCallback StatusCallbackMethod Parameter1.Name Parameter1.Value Parameter2.Name Parameter2.Value Parameter3.Name Parameter3.Value Parameter4.Name Parameter4.Value Parameter5.Name Parameter5.Value Parameter6.Name Parameter6.Value Parameter7.Name Parameter7.Value Parameter8.Name Parameter8.Value Parameter9.Name Parameter9.Value Parameter10.Name Parameter10.Value Parameter11.Name Parameter11.Value Parameter12.Name Parameter12.Value Parameter13.Name Parameter13.Value Parameter14.Name Parameter14.Value Parameter15.Name Parameter15.Value Parameter16.Name Parameter16.Value Parameter17.Name Parameter17.Value Parameter18.Name Parameter18.Value Parameter19.Name Parameter19.Value Parameter20.Name Parameter20.Value Parameter21.Name Parameter21.Value Parameter22.Name Parameter22.Value Parameter23.Name Parameter23.Value Parameter24.Name Parameter24.Value Parameter25.Name Parameter25.Value Parameter26.Name Parameter26.Value Parameter27.Name Parameter27.Value Parameter28.Name Parameter28.Value Parameter29.Name Parameter29.Value Parameter30.Name Parameter30.Value Parameter31.Name Parameter31.Value Parameter32.Name Parameter32.Value Parameter33.Name Parameter33.Value Parameter34.Name Parameter34.Value Parameter35.Name Parameter35.Value Parameter36.Name Parameter36.Value Parameter37.Name Parameter37.Value Parameter38.Name Parameter38.Value Parameter39.Name Parameter39.Value Parameter40.Name Parameter40.Value Parameter41.Name Parameter41.Value Parameter42.Name Parameter42.Value Parameter43.Name Parameter43.Value Parameter44.Name Parameter44.Value Parameter45.Name Parameter45.Value Parameter46.Name Parameter46.Value Parameter47.Name Parameter47.Value Parameter48.Name Parameter48.Value Parameter49.Name Parameter49.Value Parameter50.Name Parameter50.Value Parameter51.Name Parameter51.Value Parameter52.Name Parameter52.Value Parameter53.Name Parameter53.Value Parameter54.Name Parameter54.Value Parameter55.Name Parameter55.Value Parameter56.Name Parameter56.Value Parameter57.Name Parameter57.Value Parameter58.Name Parameter58.Value Parameter59.Name Parameter59.Value Parameter60.Name Parameter60.Value Parameter61.Name Parameter61.Value Parameter62.Name Parameter62.Value Parameter63.Name Parameter63.Value Parameter64.Name Parameter64.Value Parameter65.Name Parameter65.Value Parameter66.Name Parameter66.Value Parameter67.Name Parameter67.Value Parameter68.Name Parameter68.Value Parameter69.Name Parameter69.Value Parameter70.Name Parameter70.Value Parameter71.Name Parameter71.Value Parameter72.Name Parameter72.Value Parameter73.Name Parameter73.Value Parameter74.Name Parameter74.Value Parameter75.Name Parameter75.Value Parameter76.Name Parameter76.Value Parameter77.Name Parameter77.Value Parameter78.Name Parameter78.Value Parameter79.Name Parameter79.Value Parameter80.Name Parameter80.Value Parameter81.Name Parameter81.Value Parameter82.Name Parameter82.Value Parameter83.Name Parameter83.Value Parameter84.Name Parameter84.Value Parameter85.Name Parameter85.Value Parameter86.Name Parameter86.Value Parameter87.Name Parameter87.Value Parameter88.Name Parameter88.Value Parameter89.Name Parameter89.Value Parameter90.Name Parameter90.Value Parameter91.Name Parameter91.Value Parameter92.Name Parameter92.Value Parameter93.Name Parameter93.Value Parameter94.Name Parameter94.Value Parameter95.Name Parameter95.Value Parameter96.Name Parameter96.Value Parameter97.Name Parameter97.Value Parameter98.Name Parameter98.Value Parameter99.Name Parameter99.Value",
  "POST /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Streams.json":
    "Url Name Track StatusCallback StatusCallbackMethod Parameter1.Name Parameter1.Value Parameter2.Name Parameter2.Value Parameter3.Name Parameter3.Value Parameter4.Name Parameter4.Value Parameter5.Name Parameter5.Value Parameter6.Name Parameter6.Value Parameter7.Name Parameter7.Value Parameter8.Name Parameter8.Value Parameter9.Name Parameter9.Value Parameter10.Name Parameter10.Value Parameter11.Name Parameter11.Value Parameter12.Name Parameter12.Value Parameter13.Name Parameter13.Value Parameter14.Name Parameter14.Value Parameter15.Name Parameter15.Value Parameter16.Name Parameter16.Value Parameter17.Name Parameter17.Value Parameter18.Name Parameter18.Value Parameter19.Name Parameter19.Value Parameter20.Name Parameter20.Value Parameter21.Name Parameter21.Value Parameter22.Name Parameter22.Value Parameter23.Name Parameter23.Value Parameter24.Name Parameter24.Value Parameter25.Name Parameter25.Value Parameter26.Name Parameter26.Value Parameter27.Name Parameter27.Value Parameter28.Name Parameter28.Value Parameter29.Name Parameter29.Value Parameter30.Name Parameter30.Value Parameter31.Name Parameter31.Value Parameter32.Name Parameter32.Value Parameter33.Name Parameter33.Value Parameter34.Name Parameter34.Value Parameter35.Name Parameter35.Value Parameter36.Name Parameter36.Value Parameter37.Name Parameter37.Value Parameter38.Name Parameter38.Value Parameter39.Name Parameter39.Value Parameter40.Name Parameter40.Value Parameter41.Name Parameter41.Value Parameter42.Name Parameter42.Value Parameter43.Name Parameter43.Value Parameter44.Name Parameter44.Value Parameter45.Name Parameter45.Value Parameter46.Name Parameter46.Value Parameter47.Name Parameter47.Value Parameter48.Name Parameter48.Value Parameter49.Name Parameter49.Value Parameter50.Name Parameter50.Value Parameter51.Name Parameter51.Value Parameter52.Name Parameter52.Value Parameter53.Name Parameter53.Value Parameter54.Name Parameter54.Value Parameter55.Name Parameter55.Value Parameter56.Name Parameter56.Value Parameter57.Name Parameter57.Value Parameter58.Name Parameter58.Value Parameter59.Name Parameter59.Value Parameter60.Name Parameter60.Value Parameter61.Name Parameter61.Value Parameter62.Name Parameter62.Value Parameter63.Name Parameter63.Value Parameter64.Name Parameter64.Value Parameter65.Name Parameter65.Value Parameter66.Name Parameter66.Value Parameter67.Name Parameter67.Value Parameter68.Name Parameter68.Value Parameter69.Name Parameter69.Value Parameter70.Name Parameter70.Value Parameter71.Name Parameter71.Value Parameter72.Name Parameter72.Value Parameter73.Name Parameter73.Value Parameter74.Name Parameter74.Value Parameter75.Name Parameter75.Value Parameter76.Name Parameter76.Value Parameter77.Name Parameter77.Value Parameter78.Name Parameter78.Value Parameter79.Name Parameter79.Value Parameter80.Name Parameter80.Value Parameter81.Name Parameter81.Value Parameter82.Name Parameter82.Value Parameter83.Name Parameter83.Value Parameter84.Name Parameter84.Value Parameter85.Name Parameter85.Value Parameter86.Name Parameter86.Value Parameter87.Name Parameter87.Value Parameter88.Name Parameter88.Value Parameter89.Name Parameter89.Value Parameter90.Name Parameter90.Value Parameter91.Name Parameter91.Value Parameter92.Name Parameter92.Value Parameter93.Name Parameter93.Value Parameter94.Name Parameter94.Value Parameter95.Name Parameter95.Value Parameter96.Name Parameter96.Value Parameter97.Name Parameter97.Value Parameter98.Name Parameter98.Value Parameter99.Name Parameter99.Value",
  "POST /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Transcriptions.json":
    "Name Track StatusCallbackUrl StatusCallbackMethod InboundTrackLabel OutboundTrackLabel PartialResults LanguageCode TranscriptionEngine ProfanityFilter SpeechModel Hints EnableAutomaticPunctuation IntelligenceService ConversationConfiguration ConversationId TranscriptionConfigurationId EnableProviderData",
  "POST /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json":
    "Url Method Status FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod Twiml TimeLimit",
  "POST /2010-04-01/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Participants.json":
    "From To StatusCallback StatusCallbackMethod StatusCallbackEvent[] Label Timeout Record Muted Beep StartConferenceOnEnter EndConferenceOnExit WaitUrl WaitMethod EarlyMedia MaxParticipants ConferenceRecord ConferenceTrim ConferenceStatusCallback ConferenceStatusCallbackMethod ConferenceStatusCallbackEvent[] RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod SipAuthUsername SipAuthPassword Region ConferenceRecordingStatusCallback ConferenceRecordingStatusCallbackMethod RecordingStatusCallbackEvent[] ConferenceRecordingStatusCallbackEvent[] Coaching CallSidToCoach JitterBufferSize Byoc CallerId CallReason RecordingTrack RecordingConfigurationId TimeLimit MachineDetection MachineDetectionTimeout MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout AmdStatusCallback AmdStatusCallbackMethod Trim CallToken Passports ClientNotificationUrl CallerDisplayName EmergencyCallerPosition EmergencyCallerLocation EmergencyName EmergencyAddress EmergencyZipCode EmergencyCity EmergencyState EmergencyCountry",
  "POST /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json":
    "ApiVersion FriendlyName SmsApplicationSid SmsFallbackMethod SmsFallbackUrl SmsMethod SmsUrl StatusCallback StatusCallbackMethod VoiceApplicationSid VoiceCallerIdLookup VoiceFallbackMethod VoiceFallbackUrl VoiceMethod VoiceUrl EmergencyStatus EmergencyAddressSid TrunkSid IdentitySid AddressSid VoiceReceiveMode BundleSid PhoneNumber AreaCode",
  "POST /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/Local.json":
    "PhoneNumber ApiVersion FriendlyName SmsApplicationSid SmsFallbackMethod SmsFallbackUrl SmsMethod SmsUrl StatusCallback StatusCallbackMethod VoiceApplicationSid VoiceCallerIdLookup VoiceFallbackMethod VoiceFallbackUrl VoiceMethod VoiceUrl IdentitySid AddressSid EmergencyStatus EmergencyAddressSid TrunkSid VoiceReceiveMode BundleSid",
  "POST /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/Mobile.json":
    "PhoneNumber ApiVersion FriendlyName SmsApplicationSid SmsFallbackMethod SmsFallbackUrl SmsMethod SmsUrl StatusCallback StatusCallbackMethod VoiceApplicationSid VoiceCallerIdLookup VoiceFallbackMethod VoiceFallbackUrl VoiceMethod VoiceUrl IdentitySid AddressSid EmergencyStatus EmergencyAddressSid TrunkSid VoiceReceiveMode BundleSid",
  "POST /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/TollFree.json":
    "PhoneNumber ApiVersion FriendlyName SmsApplicationSid SmsFallbackMethod SmsFallbackUrl SmsMethod SmsUrl StatusCallback StatusCallbackMethod VoiceApplicationSid VoiceCallerIdLookup VoiceFallbackMethod VoiceFallbackUrl VoiceMethod VoiceUrl IdentitySid AddressSid EmergencyStatus EmergencyAddressSid TrunkSid VoiceReceiveMode BundleSid",
  "POST /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/{ResourceSid}/AssignedAddOns.json":
    "InstalledAddOnSid",
  "POST /2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/{Sid}.json":
    "AccountSid ApiVersion FriendlyName SmsApplicationSid SmsFallbackMethod SmsFallbackUrl SmsMethod SmsUrl StatusCallback StatusCallbackMethod VoiceApplicationSid VoiceCallerIdLookup VoiceFallbackMethod VoiceFallbackUrl VoiceMethod VoiceUrl EmergencyStatus EmergencyAddressSid TrunkSid VoiceReceiveMode IdentitySid AddressSid BundleSid",
  "POST /2010-04-01/Accounts/{AccountSid}/Messages.json":
    "To StatusCallback ApplicationSid MaxPrice ProvideFeedback Attempt ValidityPeriod ForceDelivery ContentRetention AddressRetention SmartEncoded PersistentAction[] TrafficType ShortenUrls ScheduleType SendAt SendAsMms ContentVariables MessageIntent RiskCheck From FallbackFrom MessagingServiceSid Body MediaUrl[] ContentSid",
  "POST /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json":
    "Body Status",
  "POST /2010-04-01/Accounts/{AccountSid}/OutgoingCallerIds.json":
    "PhoneNumber FriendlyName CallDelay Extension StatusCallback StatusCallbackMethod",
  "POST /2010-04-01/Accounts/{AccountSid}/Queues/{QueueSid}/Members/{CallSid}.json":
    "Url Method",
  "POST conversations.twilio.com/v1/ConversationWithParticipants":
    "FriendlyName UniqueName DateCreated DateUpdated MessagingServiceSid Attributes State Timers.Inactive Timers.Closed Bindings.Email.Address Bindings.Email.Name Participant[]",
  "POST conversations.twilio.com/v1/Conversations":
    "FriendlyName UniqueName DateCreated DateUpdated MessagingServiceSid Attributes State Timers.Inactive Timers.Closed Bindings.Email.Address Bindings.Email.Name",
  "POST conversations.twilio.com/v1/Conversations/{ConversationSid}/Messages":
    "Author Body DateCreated DateUpdated Attributes MediaSid ContentSid ContentVariables Subject",
  "POST conversations.twilio.com/v1/Conversations/{ConversationSid}/Messages/{Sid}":
    "Author Body DateCreated DateUpdated Attributes Subject",
  "POST conversations.twilio.com/v1/Conversations/{ConversationSid}/Participants":
    "Identity MessagingBinding.Address MessagingBinding.ProxyAddress DateCreated DateUpdated Attributes MessagingBinding.ProjectedAddress RoleSid",
  "POST conversations.twilio.com/v1/Conversations/{ConversationSid}/Participants/{Sid}":
    "DateCreated DateUpdated Attributes RoleSid MessagingBinding.ProxyAddress MessagingBinding.ProjectedAddress Identity LastReadMessageIndex LastReadTimestamp",
  "POST conversations.twilio.com/v1/Conversations/{Sid}":
    "FriendlyName DateCreated DateUpdated Attributes MessagingServiceSid State Timers.Inactive Timers.Closed UniqueName Bindings.Email.Address Bindings.Email.Name",
  "POST conversations.twilio.com/v1/Services/{ChatServiceSid}/ConversationWithParticipants":
    "FriendlyName UniqueName DateCreated DateUpdated MessagingServiceSid Attributes State Timers.Inactive Timers.Closed Bindings.Email.Address Bindings.Email.Name Participant[]",
  "POST conversations.twilio.com/v1/Services/{ChatServiceSid}/Conversations":
    "FriendlyName UniqueName Attributes MessagingServiceSid DateCreated DateUpdated State Timers.Inactive Timers.Closed Bindings.Email.Address Bindings.Email.Name",
  "POST conversations.twilio.com/v1/Services/{ChatServiceSid}/Conversations/{ConversationSid}/Messages":
    "Author Body DateCreated DateUpdated Attributes MediaSid ContentSid ContentVariables Subject",
  "POST conversations.twilio.com/v1/Services/{ChatServiceSid}/Conversations/{ConversationSid}/Messages/{Sid}":
    "Author Body DateCreated DateUpdated Attributes Subject",
  "POST conversations.twilio.com/v1/Services/{ChatServiceSid}/Conversations/{ConversationSid}/Participants":
    "Identity MessagingBinding.Address MessagingBinding.ProxyAddress DateCreated DateUpdated Attributes MessagingBinding.ProjectedAddress RoleSid",
  "POST conversations.twilio.com/v1/Services/{ChatServiceSid}/Conversations/{ConversationSid}/Participants/{Sid}":
    "DateCreated DateUpdated Identity Attributes RoleSid MessagingBinding.ProxyAddress MessagingBinding.ProjectedAddress LastReadMessageIndex LastReadTimestamp",
  "POST conversations.twilio.com/v1/Services/{ChatServiceSid}/Conversations/{Sid}":
    "FriendlyName DateCreated DateUpdated Attributes MessagingServiceSid State Timers.Inactive Timers.Closed UniqueName Bindings.Email.Address Bindings.Email.Name",
  "POST conversations.twilio.com/v1/Services/{ChatServiceSid}/Users":
    "Identity FriendlyName Attributes RoleSid",
  "POST conversations.twilio.com/v1/Services/{ChatServiceSid}/Users/{Sid}":
    "FriendlyName Attributes RoleSid",
  "POST conversations.twilio.com/v1/Services/{ChatServiceSid}/Users/{UserSid}/Conversations/{ConversationSid}":
    "NotificationLevel LastReadTimestamp LastReadMessageIndex",
  "POST conversations.twilio.com/v1/Users":
    "Identity FriendlyName Attributes RoleSid",
  "POST conversations.twilio.com/v1/Users/{Sid}":
    "FriendlyName Attributes RoleSid",
  "POST conversations.twilio.com/v1/Users/{UserSid}/Conversations/{ConversationSid}":
    "NotificationLevel LastReadTimestamp LastReadMessageIndex",
  "GET lookups.twilio.com/v1/PhoneNumbers/{PhoneNumber}":
    "CountryCode Type[] AddOns[]",
  "GET lookups.twilio.com/v2/PhoneNumbers/{PhoneNumber}":
    "Fields CountryCode FirstName LastName AddressLine1 AddressLine2 City State PostalCode AddressCountryCode NationalId DateOfBirth LastVerifiedDate VerificationSid PartnerSubId",
  "POST messaging.twilio.com/v1/Services/PreregisteredUsa2p":
    "CampaignId MessagingServiceSid CnpMigration",
  "POST messaging.twilio.com/v1/Services/{MessagingServiceSid}/Compliance/Usa2p":
    "BrandRegistrationSid Description MessageFlow MessageSamples[] UsAppToPersonUsecase HasEmbeddedLinks HasEmbeddedPhone OptInMessage OptOutMessage HelpMessage OptInKeywords[] OptOutKeywords[] HelpKeywords[] SubscriberOptIn AgeGated DirectLending PrivacyPolicyUrl TermsAndConditionsUrl",
  "POST messaging.twilio.com/v1/Services/{MessagingServiceSid}/Compliance/Usa2p/{Sid}":
    "HasEmbeddedLinks HasEmbeddedPhone MessageSamples[] MessageFlow Description AgeGated DirectLending PrivacyPolicyUrl TermsAndConditionsUrl",
  "POST messaging.twilio.com/v1/a2p/BrandRegistrations":
    "CustomerProfileBundleSid A2PProfileBundleSid BrandType Mock SkipAutomaticSecVet",
  "POST messaging.twilio.com/v1/a2p/BrandRegistrations/{BrandRegistrationSid}/SmsOtp":
    "",
  "POST messaging.twilio.com/v1/a2p/BrandRegistrations/{BrandSid}/Vettings":
    "VettingProvider VettingId",
  "POST messaging.twilio.com/v1/a2p/BrandRegistrations/{Sid}":
    "",
  "POST notify.twilio.com/v1/Services/{ServiceSid}/Notifications":
    "Body Priority Ttl Title Sound Action Data Apn Gcm Sms FacebookMessenger Fcm Segment[] Alexa ToBinding[] DeliveryCallbackUrl Identity[] Tag[]",
  "POST numbers.twilio.com/v2/HostedNumber/AuthorizationDocuments":
    "AddressSid Email ContactPhoneNumber HostedNumberOrderSids[] ContactTitle CcEmails[]",
  "POST numbers.twilio.com/v2/HostedNumber/Orders":
    "PhoneNumber ContactPhoneNumber AddressSid Email AccountSid FriendlyName CcEmails[] SmsUrl SmsMethod SmsFallbackUrl SmsCapability SmsFallbackMethod StatusCallbackUrl StatusCallbackMethod SmsApplicationSid ContactTitle",
  "POST numbers.twilio.com/v2/HostedNumber/Orders/{Sid}":
    "Status VerificationCallDelay VerificationCallExtension",
  "POST numbers.twilio.com/v3/HostedNumbers/HostedNumberOrders":
    "phoneNumber smsCapability accountSid friendlyName uniqueName ccEmails[] smsUrl smsMethod smsFallbackUrl smsFallbackMethod statusCallbackUrl statusCallbackMethod smsApplicationSid addressSid email verificationType verificationDocumentSid",
  "POST proxy.twilio.com/v1/Services/{ServiceSid}/Sessions":
    "UniqueName DateExpiry Ttl Mode Status Participants[]",
  "POST proxy.twilio.com/v1/Services/{ServiceSid}/Sessions/{SessionSid}/Participants":
    "Identifier FriendlyName ProxyIdentifier ProxyIdentifierSid",
  "POST proxy.twilio.com/v1/Services/{ServiceSid}/Sessions/{SessionSid}/Participants/{ParticipantSid}/MessageInteractions":
    "Body MediaUrl[]",
  "POST studio.twilio.com/v1/Flows/{FlowSid}/Engagements":
    "To From Parameters",
  "POST studio.twilio.com/v1/Flows/{FlowSid}/Executions":
    "To From Parameters",
  "POST studio.twilio.com/v2/Flows/{FlowSid}/Executions":
    "To From Parameters",
  "POST verify.twilio.com/v2/Services/{ServiceSid}/Entities/{Identity}/Challenges":
    "FactorSid ExpirationDate Details.Message Details.Fields[] HiddenDetails AuthPayload",
  "POST verify.twilio.com/v2/Services/{ServiceSid}/Entities/{Identity}/Challenges/{ChallengeSid}/Notifications":
    "Ttl",
  "POST verify.twilio.com/v2/Services/{ServiceSid}/Entities/{Identity}/Challenges/{Sid}":
    "AuthPayload Metadata",
  "POST verify.twilio.com/v2/Services/{ServiceSid}/VerificationCheck":
    "Code To VerificationSid Amount Payee SnaClientToken",
  "POST verify.twilio.com/v2/Services/{ServiceSid}/Verifications":
    "To Channel CustomFriendlyName CustomMessage SendDigits Locale CustomCode Amount Payee RateLimits ChannelConfiguration AppHash TemplateSid TemplateCustomSubstitutions Templates DeviceIp EnableSnaClientToken RiskCheck Tags",
};
