import type { WireObject } from "./replies.ts";

export interface Message {
  readonly sid: string;
  readonly created: Date;
  readonly to: string;
  readonly from: string | null;
  readonly messagingServiceSid: string | null;
  body: string;
  readonly parts: number;
  readonly media: number;
  readonly sendAt: Date | null;
  readonly fate: "delivered" | "undelivered";
  readonly micros: bigint;
  /** How often it was asked for: the price is there from the second time on. */
  asked: number;
  canceled: boolean;
}

export interface PhoneCall {
  readonly sid: string;
  readonly created: Date;
  readonly to: string;
  readonly from: string;
  readonly seconds: number;
  readonly fate: "completed" | "no-answer" | "busy";
  readonly micros: bigint;
  asked: number;
}

export interface PhoneNumber {
  readonly sid: string;
  readonly created: Date;
  readonly number: string;
  readonly name: string;
}

export interface Verification {
  readonly sid: string;
  readonly serviceSid: string;
  readonly created: Date;
  readonly to: string;
  readonly channel: string;
  status: "pending" | "approved" | "canceled";
}

/** What one account of this Twilio has; newest last. */
export class Account {
  readonly sid: string;
  readonly messages = new Map<string, Message>();
  readonly calls = new Map<string, PhoneCall>();
  readonly numbers = new Map<string, PhoneNumber>();
  readonly services = new Map<string, WireObject>();
  readonly verifications = new Map<string, Verification>();

  constructor(sid: string) {
    this.sid = sid;
  }
}
